import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.h2.mvstore.MVStore;

/** Serves the MongoDB protocol on 127.0.0.1 until it is told to end: MongoLocal PORT (FILE | memory). */
public class MongoLocal {
  /** An acknowledged write reaches the file within this time, so that a SIGKILL loses next to nothing. */
  private static final int COMMIT_DELAY_MS = 100;
  private static final int CACHE_MB = 128;

  public static void main(String[] args) throws Exception {
    MongoServer server = new MongoServer(args[1].equals("memory") ? new MemoryBackend() : fileBackend(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    server.bind("127.0.0.1", Integer.parseInt(args[0]));
    Thread.currentThread().join();
  }

  private static MongoBackend fileBackend(String file) {
    MVStore store = new MVStore.Builder().fileName(file).cacheSize(CACHE_MB).open();
    store.setAutoCommitDelay(COMMIT_DELAY_MS);
    return new BsonBackend(store);
  }
}
