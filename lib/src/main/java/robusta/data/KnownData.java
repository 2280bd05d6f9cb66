package robusta.data;

import java.util.Arrays;
import java.util.Optional;
import robusta.run.RobustaException;
import robusta.run.RunContext;

/** The datasets that can be found by their name alone, such as the one a model was trained on. */
public enum KnownData {
  FASHION(
      "fashion",
      "Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): the 10,000 grey training images of 28x28"
          + " pixels that Robusta brings along, in ten classes of clothing") {
    @Override
    public boolean isHere() {
      return true;
    }

    @Override
    public DataSource find(RunContext context) {
      return Fashion.embedded();
    }
  },
  CIFAR10(
      "cifar10",
      "CIFAR-10 (Krizhevsky 2009): 50,000 colour images of 32x32 pixels in ten classes") {
    @Override
    public boolean isHere() {
      return DataDirectory.searched().stream().anyMatch(Cifar10::present);
    }

    @Override
    public DataSource find(RunContext context) {
      return Cifar10.find(context);
    }
  },
  RESTRICTED64(
      "restricted64",
      "the 11,500 training images of 64x64 pixels that Tiny ImageNet has of 23 ImageNet classes"
          + " (Russakovsky et al. 2015), in six groups of Restricted ImageNet, of unequal size") {
    @Override
    public boolean isHere() {
      return Restricted64.present();
    }

    @Override
    public DataSource find(RunContext context) {
      return Restricted64.find();
    }
  };

  private final String dataName;
  private final String about;

  KnownData(String dataName, String about) {
    this.dataName = dataName;
    this.about = about;
  }

  /** The dataset of this name, such as {@code "cifar10"}; empty where it is none of these. */
  public static Optional<KnownData> named(String name) {
    return Arrays.stream(values()).filter(known -> known.dataName.equals(name)).findFirst();
  }

  /** The name that its {@link DataSource} has. */
  public String dataName() {
    return dataName;
  }

  /** What its training half is, in half a sentence. */
  public String about() {
    return about;
  }

  /** Whether {@link #find} needs no download. */
  public abstract boolean isHere();

  /**
   * Reads it from where it lies; downloads it where it may be.
   *
   * @throws RobustaException if it is nowhere, damaged, or cannot be downloaded
   */
  public abstract DataSource find(RunContext context);
}
