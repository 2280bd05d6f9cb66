// Trains restricted64-l2 of the zoo: a ResNet-18 of width 32 on six groups of Restricted ImageNet
// at 64 pixels, robust in L2.
//   ./robusta run examples/training/restricted64-l2.groovy [EPOCHS]
// Run it again after an interruption and it goes on from its last checkpoint.

epochs = args ? args[0] as int : 16
data = restricted64()
seed 1

// The cifar form: at 64 pixels the torchvision form would leave 2x2 points before the last pooling.
network = model('resnet18', data: data, width: 32, form: 'cifar', name: 'restricted64-l2')
// The paper attacks within eps 3 at 224 pixels. The L2 norm of a change of the same look grows with
// the side of the image, so at 64 pixels that is 3 * 64 / 224 = 0.86. Two inner steps of 0.7 eps.
network.train(
    eps: 0.86, steps: 2, stepSize: 0.6, epochs: epochs,
    schedule: 'cyclic', learningRate: 0.2,
    augment: Augmentations.padCrop(8).then(Augmentations.flip()),
    evaluateEvery: 4, evaluateOn: 500, checkpoints: 'checkpoints-restricted64-l2')
save network.history, 'restricted64-l2-history.csv'

// Writes restricted64-l2.safetensors in half precision and beside it the card, which says how
// accurate it is: on clean images and within the eps of the training, both over the whole test set.
// Both files belong into lib/src/main/resources/robusta/zoo.
show network.publish(eps: [0, 0.86],
    about: 'A ResNet-18 of width 32 for six groups of Restricted ImageNet at 64 pixels, robust within eps 0.86 in L2: the 3.0 of 224 pixels, scaled by 64/224.',
    script: 'examples/training/restricted64-l2.groovy')
