// Trains restricted64-l2 of the zoo: a ResNet-18 of width 40 on six groups of Restricted ImageNet
// at 64 pixels, robust in L2.
//   ./robusta run examples/training/restricted64-l2.groovy [EPOCHS]
// Run it again after an interruption and it goes on from its last checkpoint.

epochs = args ? args[0] as int : 30
data = restricted64()
seed 1

// The torchvision form halves the image twice before its first block, which makes it ten times as fast
// as the cifar form, so that 30 epochs take half an hour on two cores.
network = model('resnet18', data: data, width: 40, form: 'torchvision', name: 'restricted64-l2')
// The paper attacks within eps 3 at 224 pixels. The L2 norm of a change of the same look grows with
// the side of the image, so at 64 pixels that is 3 * 64 / 224 = 0.86.
network.train(
    eps: 0.86, adversary: 'noise', epochs: epochs,
    schedule: 'cyclic', learningRate: 0.2,
    augment: Augmentations.padCrop(8).then(Augmentations.flip()),
    evaluateEvery: 5, evaluateOn: 500, checkpoints: 'checkpoints-restricted64-l2')
save network.history, 'restricted64-l2-history.csv'

// Writes restricted64-l2.safetensors in half precision and beside it the card, which says how
// accurate it is: on clean images and within the eps of the training, both over the whole test set.
// Both files belong into lib/src/main/resources/robusta/zoo.
show network.publish(eps: [0, 0.86],
    about: 'A ResNet-18 of width 40 for six groups of Restricted ImageNet at 64 pixels, robust within eps 0.86 in L2: the 3.0 of 224 pixels, scaled by 64/224.',
    script: 'examples/training/restricted64-l2.groovy')
