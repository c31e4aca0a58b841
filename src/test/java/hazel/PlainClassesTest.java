package hazel;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.cli.Main;

import org.junit.jupiter.api.Test;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The program's classes, as the build leaves them, have the JVM make as few others at run time as
/// can be: only those of lambdas, which its start-up cache keeps.
class PlainClassesTest {

    /// What makes classes that the cache keeps, or none.
    private static final Set<String> KEPT =
            Set.of("LambdaMetafactory", "ObjectMethods", "ConstantBootstraps");

    @Test
    void noSwitchAndNoTextIsPutTogetherByAClassThatTheJvmMakes() throws Exception {
        List<String> made = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> all = Files.walk(classes())) {
            for (Path file : all.filter(f -> f.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(file);
                calls(model)
                        .filter(call -> !KEPT.contains(owner(call)))
                        .forEach(call -> made.add(file.getFileName() + ": " + owner(call)));
                seen++;
            }
        }
        assertThat(made).isEmpty();
        assertThat(seen).isGreaterThan(1000);
    }

    private static Stream<InvokeDynamicInstruction> calls(ClassModel model) {
        return model.methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(CodeModel::elementStream)
                .filter(InvokeDynamicInstruction.class::isInstance)
                .map(InvokeDynamicInstruction.class::cast);
    }

    private static String owner(InvokeDynamicInstruction call) {
        return call.bootstrapMethod().owner().displayName();
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
