package dev.gauntlet.base;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one parameter of a plug-in record: the only statement of its meaning and range. Checked by
 * {@link Catalogue#check}, shown by {@code explain}, written into plans.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Param {
    /** What it means, with its unit. */
    String value();

    /** What the value 0 stands for if it is not a quantity, such as {@code unlimited}; empty if 0 is just 0. */
    String zero() default "";

    double low() default Double.NEGATIVE_INFINITY;

    double high() default Double.POSITIVE_INFINITY;
}
