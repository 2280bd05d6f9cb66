/**
 * Networks: {@link robusta.model.Architectures} by name, {@link robusta.model.Model} with its
 * normaliser and classes, and {@link robusta.model.Checkpoints} in DL4J's zip format or as
 * safetensors under PyTorch's names.
 */
package robusta.model;
