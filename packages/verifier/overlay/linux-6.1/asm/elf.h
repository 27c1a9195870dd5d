#ifndef _FREEHANDLE_ELF_H
#define _FREEHANDLE_ELF_H
#define ELF_CLASS ELFCLASS32
#define ELF_DATA ELFDATA2LSB
#define ELF_ARCH EM_NONE
typedef unsigned long elf_greg_t;
typedef elf_greg_t elf_gregset_t[32];
typedef unsigned long elf_fpregset_t;
#define elf_check_arch(x) 0
#define ELF_EXEC_PAGESIZE 4096
#define ELF_HWCAP 0
#define ELF_PLATFORM ((char *)0)
#endif
