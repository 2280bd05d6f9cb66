/** The engine for CPUs, over oneDNN. */
package robusta.engine.onednn;
