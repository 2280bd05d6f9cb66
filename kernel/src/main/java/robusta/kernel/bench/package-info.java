/** The benchmark: the work Robusta exists for, timed beside PyTorch. */
package robusta.kernel.bench;
