// Trains cifar10-l2-1.0 of the zoo: a ResNet-18 of width 32, robust within eps 1.0 in L2. It starts
// from cifar10-l2-0.5, which saves half of the epochs (the
// shipped weights from what that was after its first training).
//   ./robusta run examples/training/cifar10-l2-1.0.groovy [EPOCHS]
// Run it again after an interruption and it goes on from its last checkpoint.

epochs = args ? args[0] as int : 9
data = cifar10()
seed 1

network = model(pretrained('cifar10-l2-0.5'), data: data, name: 'cifar10-l2-1.0')
network.train(
    eps: 1.0, adversary: 'noise', epochs: epochs,
    schedule: 'cyclic', learningRate: 0.1,
    augment: Augmentations.padCrop(4).then(Augmentations.flip()),
    evaluateEvery: 5, evaluateOn: 300, checkpoints: 'checkpoints-cifar10-l2-1.0')
save network.history, 'cifar10-l2-1.0-history.csv'

// Writes cifar10-l2-1.0.safetensors in half precision and beside it the card, which says how
// accurate it is: on clean images and within the eps of the training over the whole test set,
// within another eps over its first 1,000 images. Both files belong into
// lib/src/main/resources/robusta/zoo.
show network.publish(eps: [0, 1.0, 0.5],
    about: 'A ResNet-18 of width 32, robust within eps 1.0 in L2; trained on from cifar10-l2-0.5.',
    script: 'examples/training/cifar10-l2-1.0.groovy')
