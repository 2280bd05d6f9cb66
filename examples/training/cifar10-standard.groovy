// Trains cifar10-standard of the zoo: a ResNet-18 of width 32 that nobody attacked in training.
//   ./robusta run examples/training/cifar10-standard.groovy
// Run it again after an interruption and it goes on from its last checkpoint.

data = cifar10()
seed 1

network = model('resnet18', data: data, width: 32, name: 'cifar10-standard')
plain = [augment: Augmentations.padCrop(4).then(Augmentations.flip()), evaluateEvery: 5, evaluateOn: 1000]
network.train(
    *: plain, epochs: 20, schedule: 'cyclic', learningRate: 0.2,
    checkpoints: 'checkpoints-cifar10-standard')
// Above a rate of 0.15 the loss stands still, so most of the first training was lost.
network.train(
    *: plain, epochs: 11, schedule: 'linear', learningRate: 0.08,
    checkpoints: 'checkpoints-cifar10-standard-on')
before = model(network, name: 'cifar10-standard')
network.train(
    *: plain, epochs: 8, schedule: 'linear', learningRate: 0.06,
    checkpoints: 'checkpoints-cifar10-standard-once-more')
// Both ends of this training are about as good; their mean is better than either.
network.average(with: before, augment: plain.augment)
save network.history, 'cifar10-standard-history.csv'

// Writes cifar10-standard.safetensors in half precision and beside it the card, which says how
// accurate it is: on clean images over the whole test set, under attack over its first 1,000
// images. Both files belong into lib/src/main/resources/robusta/zoo.
show network.publish(eps: [0, 0.5, 1.0],
    about: 'A ResNet-18 of width 32 that nobody attacked in training.',
    script: 'examples/training/cifar10-standard.groovy')
