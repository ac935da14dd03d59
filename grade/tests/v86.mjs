// SPDX-License-Identifier: MIT
// v86.mjs ISO BIOS MIB [FLOPPY]: the PC of v86, within node, boots a CD. The lines of standard input are typed, one at each
// of the shell's prompts, and `exit` after the last one; what the machine prints on its serial line goes to standard output.
// When the kernel ends the machine, the floppy disk's image is written back, and the exit status is what QEMU's would be.
// Needs brought/v86, which tools/bring brings. Its documentation is brought/v86/v86.d.ts.
import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { V86 } from "../../brought/v86/build/libv86.mjs";

const [iso, bios, mib, floppy] = process.argv.slice(2);
const PROMPT = "uneon> ";
const MACHINE_END_PORT = 0xf4; // kernel/machine/machine.h; its value v makes QEMU end with 2v + 1
const CD_FIRST = 0x213; // BootOrder.CD_FLOPPY_HARDDISK

const image = (file) => ({ buffer: new Uint8Array(readFileSync(file)).buffer });
const keys = readFileSync(0, "latin1").split("\n").slice(0, -1).concat("exit");
const disk = floppy ? image(floppy) : undefined; // v86 writes to this very buffer

const machine = new V86({
  wasm_path: fileURLToPath(new URL("../../brought/v86/build/v86.wasm", import.meta.url)),
  memory_size: mib * 1024 * 1024,
  bios: image(bios),
  cdrom: image(iso),
  fda: disk,
  boot_order: CD_FIRST,
  disable_speaker: true,
  autostart: true,
});

// The documentation has no words for devices of one's own: this is how v86's are made.
machine.add_listener("emulator-ready", () => {
  const end = (value) => {
    if (disk) writeFileSync(floppy, new Uint8Array(disk.buffer));
    process.exit(2 * value + 1);
  };
  machine.v86.cpu.io.register_write(MACHINE_END_PORT, {}, end, end, end);
});

let line = "";
machine.add_listener("serial0-output-byte", (byte) => {
  writeSync(1, Uint8Array.of(byte));
  line = byte === 0x0a ? "" : line + String.fromCharCode(byte);
  if (line === PROMPT && keys.length > 0) machine.serial0_send(keys.shift() + "\r");
});
