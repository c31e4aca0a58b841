import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A step of the build: writes classes anew so that no `switch` over types has the JVM make a class
/// at run time.
///
/// The compiler leaves it to `java.lang.runtime.SwitchBootstraps.typeSwitch` to find the case. JDK
/// 25 makes a hidden class for each such switch when it is first met, by the class-file API, and
/// keeps none of them in the start-up cache. A start of the screens met twelve and spent a tenth of
/// its processor time on them. Here each becomes a call of a method in the class itself that asks
/// `instanceof` in the same order: JLS 14.11.3, and `typeSwitch` as its own documentation has it.
/// A switch with labels that are neither types nor texts is left as it is.
///
/// A class that was written anew has nothing left to change.
///
///     java src/build/PlainSwitches.java target/classes CLASSPATH
final class PlainSwitches {

    private static final String OWNER = "java.lang.runtime";
    private static final String METHOD = "typeSwitch";

    private static final MethodTypeDesc EQUALS =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object);

    private PlainSwitches() {}

    /// A switch, and the method that takes its place.
    private record Switch(String method, MethodTypeDesc type, List<ConstantDesc> labels) {

        /// Takes the object and the first label to try: the index of the first that fits, the
        /// number of labels where none does, -1 for null.
        void write(CodeBuilder code) {
            Label some = code.newLabel();
            code.aload(0).ifnonnull(some).iconst_m1().ireturn().labelBinding(some);
            for (int i = 0; i < labels.size(); i++) {
                Label next = code.newLabel();
                code.iload(1).loadConstant(i).if_icmpgt(next);
                if (labels.get(i) instanceof ClassDesc label) {
                    code.aload(0).instanceOf(label);
                } else {
                    code.loadConstant(labels.get(i)).aload(0);
                    code.invokevirtual(ConstantDescs.CD_Object, "equals", EQUALS);
                }
                code.ifeq(next).loadConstant(i).ireturn();
                code.labelBinding(next);
            }
            code.loadConstant(labels.size()).ireturn();
        }
    }

    public static void main(String[] args) throws IOException {
        Path classes = Path.of(args[0]);
        List<URL> path = new ArrayList<>();
        for (String each : args[1].split(java.io.File.pathSeparator)) {
            path.add(Path.of(each).toUri().toURL());
        }
        try (var loader = new URLClassLoader(path.toArray(URL[]::new));
                Stream<Path> files = Files.walk(classes)) {
            ClassFile format =
                    ClassFile.of(
                            ClassFile.ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(loader)
                                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                rewrite(format, file);
            }
        }
    }

    private static void rewrite(ClassFile format, Path file) throws IOException {
        ClassModel model = format.parse(file);
        boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
        List<Switch> switches = new ArrayList<>();
        ClassTransform calls =
                ClassTransform.transformingMethodBodies((code, element) -> {
                    if (isTypeSwitch(element)) {
                        var call = (InvokeDynamicInstruction) element;
                        var made =
                                new Switch(
                                        METHOD + "$" + switches.size(),
                                        call.typeSymbol(),
                                        call.bootstrapArgs());
                        switches.add(made);
                        code.invokestatic(
                                model.thisClass().asSymbol(),
                                made.method(),
                                made.type(),
                                isInterface);
                    } else {
                        code.with(element);
                    }
                });
        ClassTransform methods =
                ClassTransform.endHandler(made -> {
                    int flags =
                            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
                    for (Switch each : switches) {
                        made.withMethodBody(each.method(), each.type(), flags, each::write);
                    }
                });
        byte[] anew = format.transformClass(model, calls.andThen(methods));
        if (!switches.isEmpty()) {
            Path part = Files.write(file.resolveSibling(file.getFileName() + ".part"), anew);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean isTypeSwitch(CodeElement element) {
        return element instanceof InvokeDynamicInstruction call
                && call.bootstrapMethod().methodName().equals(METHOD)
                && call.bootstrapMethod().owner().packageName().equals(OWNER)
                && call.bootstrapArgs().stream().allMatch(PlainSwitches::isPlain);
    }

    private static boolean isPlain(ConstantDesc label) {
        return label instanceof String || label instanceof ClassDesc type && !type.isPrimitive();
    }
}
