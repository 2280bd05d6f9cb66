// Trains cifar10-l2-1.0 of the zoo: a ResNet-18 of width 32, robust within eps 1.0 in L2.
//   ./robusta run examples/training/cifar10-l2-1.0.groovy
// Run it again after an interruption and it goes on from its last checkpoint.

data = cifar10()
seed 1

network = model('resnet18', data: data, width: 32, name: 'cifar10-l2-1.0')
noise = [
    adversary: 'noise', augment: Augmentations.padCrop(4).then(Augmentations.flip()),
    schedule: 'cyclic', evaluateEvery: 5, evaluateOn: 300]
// Within half the eps first, where learning is easier: as cifar10-l2-0.5 begins.
network.train(
    *: noise, eps: 0.5, epochs: 8, learningRate: 0.2, checkpoints: 'checkpoints-cifar10-l2-1.0')
network.train(
    *: noise, eps: 1.0, epochs: 9, learningRate: 0.1, checkpoints: 'checkpoints-cifar10-l2-1.0-on')
save network.history, 'cifar10-l2-1.0-history.csv'

// Writes cifar10-l2-1.0.safetensors in half precision and beside it the card, which says how
// accurate it is: on clean images and within the eps of the training over the whole test set,
// within another eps over its first 1,000 images. Both files belong into
// lib/src/main/resources/robusta/zoo.
show network.publish(eps: [0, 1.0, 0.5],
    about: 'A ResNet-18 of width 32, robust within eps 1.0 in L2; trained within eps 0.5 first.',
    script: 'examples/training/cifar10-l2-1.0.groovy')
