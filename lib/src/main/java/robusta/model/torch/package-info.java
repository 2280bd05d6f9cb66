/**
 * PyTorch's files. They are pickles, programs that build objects; here they only build values of a
 * few kinds, and nothing that a file names is ever called or loaded.
 */
package robusta.model.torch;
