package robusta.dsl;

/** What gives images when asked: a lazy sentence that makes some. */
public interface PictureSource {

  /** The images it made; it runs at the first call. */
  Pictures getImages();
}
