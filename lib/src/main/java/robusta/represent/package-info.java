/**
 * The experiments of the paper on a network's representation R(x), the input of its last dense
 * layer: inversion, interpolation, feature visualisation and addition, the images that activate a
 * feature most; and what its authors later did with the same classifier, {@link
 * robusta.represent.Synthesis}. Each is a builder, a choice of the parts of {@link
 * robusta.attack.Pgd}, that treats a batch at once and returns a record with images, numbers and a
 * recipe.
 *
 * <p>Where the paper (appendix A.6) gives a step for ImageNet-sized images, images below 128 pixels
 * take a tenth of it, as the authors do for CIFAR-10.
 */
package robusta.represent;
