import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Runs the Camunda engine with its REST interface and web pages; every setting comes from the command line. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class CamundaLocal {
  public static void main(String[] args) {
    SpringApplication.run(CamundaLocal.class, args);
  }
}
