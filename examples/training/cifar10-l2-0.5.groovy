// Trains cifar10-l2-0.5 of the zoo: a ResNet-18 of width 32, robust within eps 0.5 in L2.
//   ./robusta run examples/training/cifar10-l2-0.5.groovy
// Run it again after an interruption and it goes on from its last checkpoint.

data = cifar10()
seed 1

network = model('resnet18', data: data, width: 32, name: 'cifar10-l2-0.5')
// One step from noise costs two thirds of two inner steps: an hour on two cores with AVX2.
noise = [
    eps: 0.5, adversary: 'noise', augment: Augmentations.padCrop(4).then(Augmentations.flip()),
    evaluateEvery: 4, evaluateOn: 300]
network.train(
    *: noise, epochs: 8, schedule: 'cyclic', learningRate: 0.2,
    checkpoints: 'checkpoints-cifar10-l2-0.5')
// Eight epochs are few; eight more from half the rate gain five points.
network.train(
    *: noise, epochs: 8, schedule: 'linear', learningRate: 0.1,
    checkpoints: 'checkpoints-cifar10-l2-0.5-on')
save network.history, 'cifar10-l2-0.5-history.csv'

// Writes cifar10-l2-0.5.safetensors in half precision and beside it the card, which says how
// accurate it is: on clean images and within the eps of the training over the whole test set,
// within another eps over its first 1,000 images. Both files belong into
// lib/src/main/resources/robusta/zoo.
show network.publish(eps: [0, 0.5, 1.0],
    about: 'A ResNet-18 of width 32, robust within eps 0.5 in L2.',
    script: 'examples/training/cifar10-l2-0.5.groovy')
