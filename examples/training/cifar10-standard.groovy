// Trains cifar10-standard of the zoo: a ResNet-18 of width 32 that nobody attacked in training.
//   ./robusta run examples/training/cifar10-standard.groovy [EPOCHS]
// Run it again after an interruption and it goes on from its last checkpoint.

epochs = args ? args[0] as int : 30
data = cifar10()
seed 1

network = model('resnet18', data: data, width: 32, name: 'cifar10-standard')
network.train(
    epochs: epochs, schedule: 'cyclic', learningRate: 0.2,
    augment: Augmentations.padCrop(4).then(Augmentations.flip()),
    evaluateEvery: 5, evaluateOn: 1000, checkpoints: 'checkpoints-cifar10-standard')
save network, 'cifar10-standard.safetensors'
save network.history, 'cifar10-standard-history.csv'

accuracy = network.evaluate(eps: [0, 0.5])
show accuracy
save accuracy, 'cifar10-standard-accuracy.csv'
