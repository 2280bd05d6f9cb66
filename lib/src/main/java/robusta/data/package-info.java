/**
 * Images, labelled datasets and where they come from.
 *
 * <p>A {@link robusta.data.DataSource} has a training and a test {@link robusta.data.Dataset}:
 * {@link robusta.data.Fashion} (a subset is part of Robusta), {@link robusta.data.Cifar10}
 * (downloaded once), {@link robusta.data.ImageFolder} and {@link robusta.data.RestrictedImageNet}
 * (files of the user). Datasets hold bytes and hand out {@link robusta.data.Batch}es of floats in
 * [0, 1]. An {@link robusta.data.Epoch} reads one in random order through an {@link
 * robusta.data.Augmentation}, in the background as a {@link robusta.data.BatchStream}.
 */
package robusta.data;
