/* SPDX-License-Identifier: MIT */
#ifndef _KIT_ASM_OCP_IDS_H
#define _KIT_ASM_OCP_IDS_H

#define OCP_VENDOR_INVALID 0x0000
#define OCP_VENDOR_XILINX 0x10ee
#define OCP_VENDOR_IBM 0x1014

#define OCP_FUNC_INVALID 0x0000
#define OCP_FUNC_IIC 0x0032
#define OCP_FUNC_MAL 0x0090

/* What ocp_def.additions of a MAL points to: channels in each direction. */
struct ocp_func_mal_data {
	int num_tx_chans;
	int num_rx_chans;
};

#define OCP_FUNC_DMA 0x0091
#define OCP_FUNC_EMAC 0x0200
#define OCP_FUNC_UNKNOWN 0xffff

#endif
