package assay.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VariablesTest {
  @Test
  void namesThatShareAVariableAreRefused() {
    Problems problems = new Problems();
    Variables variables = new Variables(Map.of(), problems);
    variables.value(List.of("apps", "a-b", "c"));
    variables.value(List.of("apps", "a-b", "c"));
    assertTrue(problems.isEmpty());
    variables.value(List.of("apps", "a", "b-c"));
    assertEquals(
        List.of("ASSAY_APPS_A_B_C: would override both apps.a-b.c and apps.a.b-c; rename one"),
        problems.told());
  }
}
