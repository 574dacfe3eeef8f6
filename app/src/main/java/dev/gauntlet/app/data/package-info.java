/** The data of a plan: records are opened, checked, labelled, made into rows and split. It also holds the folder of a split and its seals. */
@NullMarked
package dev.gauntlet.app.data;

import org.jspecify.annotations.NullMarked;
