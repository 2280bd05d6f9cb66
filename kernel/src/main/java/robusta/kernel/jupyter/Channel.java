package robusta.kernel.jupyter;

/** The sockets on which messages travel; the heartbeat carries none. */
enum Channel {
  SHELL,
  CONTROL,
  STDIN,
  IOPUB
}
