import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** Keeps documents in a file as BSON, and finds them by indexes in memory; H2 alone would serialise and compare everything as Java objects. */
final class BsonBackend extends H2Backend {
  BsonBackend(MVStore store) {
    super(store);
  }

  @Override
  protected MongoDatabase openOrCreateDatabase(String name) {
    return new BsonDatabase(name);
  }

  private final class BsonDatabase extends H2Database {
    BsonDatabase(String name) {
      super(name, getMvStore(), getCursorRegistry());
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
      String fullName = getDatabaseName() + "." + name;
      MVMap.Builder<Object, Document> asBson = new MVMap.Builder<Object, Document>().valueType(new BsonType());
      MVMap<Object, Document> documents = getMvStore().openMap("databases." + fullName, asBson);
      MVMap<String, Object> facts = getMvStore().openMap("meta." + fullName);
      return new H2Collection(this, name, options, documents, facts, getCursorRegistry()) {
        /** Nobody asks for it, and it costs encoding each document once more with every write. */
        @Override
        protected boolean tracksDataSize() {
          return false;
        }
      };
    }

    /** Filled from the collection whenever it is opened. */
    @Override
    protected Index<Object> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
      return new MemoryIndex(name, keys, sparse);
    }
  }
}
