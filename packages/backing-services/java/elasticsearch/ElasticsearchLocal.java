import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** Runs one Elasticsearch node in this JVM until it is told to end: ElasticsearchLocal HOME CONFIG. */
public class ElasticsearchLocal {
  public static void main(String[] args) throws Exception {
    Environment environment = prepare(Path.of(args[0]), Path.of(args[1]));
    PluginsLoader plugins = PluginsLoader.createPluginsLoader(
        PluginsLoader.loadModulesBundles(environment.modulesDir()),
        PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
        Map.of());
    Node node = new Node(environment, plugins);
    node.start();
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, closed)));
    closed.await();
  }

  private static Environment prepare(Path home, Path config) throws Exception {
    System.setProperty("es.path.home", home.toString());
    LogConfigurator.configureESLogging();
    LogConfigurator.registerErrorListener();
    Settings settings = Settings.builder().put("path.home", home.toString()).build();
    Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, new HashMap<>(), config, () -> "local");
    LogConfigurator.setClusterName(environment.settings().get("cluster.name"));
    LogConfigurator.setNodeName(environment.settings().get("node.name"));
    LogConfigurator.configure(environment, true);
    return environment;
  }

  private static void close(Node node, CountDownLatch closed) {
    try {
      node.prepareForClose();
      node.close();
    } catch (Exception failure) {
      failure.printStackTrace();
    } finally {
      closed.countDown();
    }
  }
}
