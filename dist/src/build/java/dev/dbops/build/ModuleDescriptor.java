package dev.dbops.build;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModulePackagesAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.reflect.AccessFlag;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The module-info of the application's module: open, because libraries reflect, and with the services of them all. */
final class ModuleDescriptor {
    private ModuleDescriptor() {}

    static byte[] of(String name, Collection<String> packages, Map<String, List<String>> services) {
        var attribute = ModuleAttribute.of(ModuleDesc.of(name), module -> {
            module.moduleFlags(AccessFlag.OPEN);
            module.requires(ModuleDesc.of("java.base"), List.of(AccessFlag.MANDATED), null);
            for (var required : RuntimeImage.MODULES) {
                module.requires(ModuleDesc.of(required), List.of(), null);
            }
            services.forEach((service, providers) -> {
                module.uses(ClassDesc.of(service));
                module.provides(
                        ClassDesc.of(service),
                        providers.stream().map(ClassDesc::of).toArray(ClassDesc[]::new));
            });
        });
        var names = packages.stream().map(PackageDesc::of).toArray(PackageDesc[]::new);
        return ClassFile.of().buildModule(attribute, builder -> builder.with(ModulePackagesAttribute.ofNames(names)));
    }
}
