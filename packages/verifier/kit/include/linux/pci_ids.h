/* SPDX-License-Identifier: MIT */
#ifndef _KIT_LINUX_PCI_IDS_H
#define _KIT_LINUX_PCI_IDS_H

#define PCI_VENDOR_ID_IBM 0x1014
#define PCI_VENDOR_ID_XILINX 0x10ee
#define PCI_VENDOR_ID_AMD 0x1022

#endif
