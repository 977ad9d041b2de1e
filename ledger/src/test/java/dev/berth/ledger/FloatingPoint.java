package dev.berth.ledger;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Handle;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Type;
import dev.berth.resource.integer.Capacity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Where the bytecode of a class computes with floating-point numbers or puts them into a text. */
final class FloatingPoint {
    private FloatingPoint() {}

    /** What is found that may not be: class, method and what it does. */
    static List<String> usesIn(JavaClass type) {
        List<String> found = new ArrayList<>();
        try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            new ClassReader(bytes)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access,
                                        String name,
                                        String descriptor,
                                        String signature,
                                        String[] exceptions) {
                                    return new Uses(type, name, found);
                                }
                            },
                            ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /**
     * Capacities are Placement's. Scores order candidates, which no decision asks for, and the record of a compute node
     * is a translation that no command makes.
     */
    private static boolean mayCompute(JavaClass type) {
        return type.isEquivalentTo(Capacity.class)
                || type.getPackageName().equals("dev.berth.ledger.candidate.order")
                || type.getPackageName().equals("dev.berth.computenode");
    }

    private static final class Uses extends MethodVisitor {
        private final JavaClass type;
        private final String method;
        private final List<String> found;

        Uses(JavaClass type, String method, List<String> found) {
            super(Opcodes.ASM9);
            this.type = type;
            this.method = method;
            this.found = found;
        }

        @Override
        public void visitInsn(int opcode) {
            switch (opcode) {
                case Opcodes.DADD,
                        Opcodes.DSUB,
                        Opcodes.DMUL,
                        Opcodes.DDIV,
                        Opcodes.DREM,
                        Opcodes.FADD,
                        Opcodes.FSUB,
                        Opcodes.FMUL,
                        Opcodes.FDIV,
                        Opcodes.FREM -> {
                    if (!mayCompute(type)) {
                        add("computes");
                    }
                }
                default -> {}
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            if (!name.equals("makeConcatWithConstants")) {
                return;
            }
            for (Type each : Type.getArgumentTypes(descriptor)) {
                if (List.of("D", "F", "Ljava/lang/Double;", "Ljava/lang/Float;").contains(each.getDescriptor())) {
                    add("puts a " + each.getClassName() + " into a text");
                }
            }
        }

        private void add(String what) {
            found.add(type.getName() + "." + method + " " + what);
        }
    }
}
