// Trains cifar10-vgg16-standard of the zoo: a VGG-16 with batch norm at half width, not attacked
// in training: the second standard network of the paper.
//   ./robusta run examples/training/cifar10-vgg16-standard.groovy
// Run it again after an interruption and it goes on from its last checkpoint.

data = cifar10()
seed 1

network = model('vgg16_bn', data: data, width: 32, name: 'cifar10-vgg16-standard')
plain = [augment: Augmentations.padCrop(4).then(Augmentations.flip()), evaluateEvery: 5, evaluateOn: 1000]
// Without shortcuts, a lower learning rate than the ResNets'.
network.train(
    *: plain, epochs: 16, schedule: 'cyclic', learningRate: 0.05,
    checkpoints: 'checkpoints-cifar10-vgg16-standard')
network.train(
    *: plain, epochs: 12, schedule: 'linear', learningRate: 0.05,
    checkpoints: 'checkpoints-cifar10-vgg16-standard-on')
// What follows is no better at its end than at its start, but the mean of both is.
[8, 6].eachWithIndex { epochs, i ->
  before = model(network, name: 'cifar10-vgg16-standard')
  network.train(
      *: plain, epochs: epochs, schedule: 'linear', learningRate: 0.05, seed: i + 1,
      checkpoints: "checkpoints-cifar10-vgg16-standard-average-${i + 1}")
  network.average(with: before, augment: plain.augment)
}
save network.history, 'cifar10-vgg16-standard-history.csv'

// Writes cifar10-vgg16-standard.safetensors in half precision and beside it the card, which says
// how accurate it is: on clean images over the whole test set, under attack over its first 1,000
// images. Both files belong into lib/src/main/resources/robusta/zoo.
show network.publish(eps: [0, 0.5, 1.0],
    about: 'A VGG-16 with batch norm at half width that nobody attacked in training.',
    script: 'examples/training/cifar10-vgg16-standard.groovy')
