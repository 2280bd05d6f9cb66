// Trains cifar10-l2-0.5 of the zoo: a ResNet-18 of width 32, robust within eps 0.5 in L2.
//   ./robusta run examples/training/cifar10-l2-0.5.groovy [MINUTES]
// Run it again after an interruption and it goes on from its last checkpoint.

minutes = args ? args[0] as double : 110
data = cifar10()
seed 1

network = model('resnet18', data: data, width: 32, name: 'cifar10-l2-0.5')
// Two inner steps of 0.7 eps from a random start reach the ball's border from anywhere inside.
network.train(
    eps: 0.5, steps: 2, stepSize: 0.35, minutes: minutes,
    schedule: 'cyclic', learningRate: 0.2,
    augment: Augmentations.padCrop(4).then(Augmentations.flip()),
    evaluateEvery: 4, evaluateOn: 500, checkpoints: 'checkpoints')
save network, 'cifar10-l2-0.5.safetensors'
save network.history, 'history.csv'

accuracy = network.evaluate(eps: [0, 0.5])
show accuracy
save accuracy, 'accuracy.csv'
