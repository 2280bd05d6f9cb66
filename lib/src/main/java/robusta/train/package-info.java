/**
 * Training, standard and adversarial, and what it achieved.
 *
 * <p>{@link robusta.train.Trainer} puts together a model, data, an {@link robusta.train.Optimizer},
 * a {@link robusta.train.Schedule} and an {@link robusta.train.Adversary}; {@link
 * robusta.train.Evaluation} measures accuracy on clean images and under attack.
 */
package robusta.train;
