// Trains cifar10-judge of the zoo: a small ResNet-8 from another seed, not attacked in
// training. It judges what the others make: whether an inversion looks like its target to a network
// that had no part in it.
//   ./robusta run examples/training/cifar10-judge.groovy [EPOCHS]
// Run it again after an interruption and it goes on from its last checkpoint.

epochs = args ? args[0] as int : 30
data = cifar10()
seed 2

network = model('resnet8', data: data, width: 32, name: 'cifar10-judge')
network.train(
    epochs: epochs, schedule: 'cyclic', learningRate: 0.2,
    augment: Augmentations.padCrop(4).then(Augmentations.flip()),
    evaluateEvery: 5, evaluateOn: 1000, checkpoints: 'checkpoints-cifar10-judge')
save network.history, 'cifar10-judge-history.csv'

// Writes cifar10-judge.safetensors in half precision and beside it the card, which says how
// accurate it is: on clean images over the whole test set, under attack over its first 1,000
// images. Both files belong into lib/src/main/resources/robusta/zoo.
show network.publish(eps: [0, 0.5, 1.0],
    about: 'A ResNet-8 of width 32 from a seed of its own, which judges what other networks make.',
    script: 'examples/training/cifar10-judge.groovy')
