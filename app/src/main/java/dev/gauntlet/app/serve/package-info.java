/** A deployed detector at work: it scores rows as they arrive, with its shadows, and is watched for drift. */
@NullMarked
package dev.gauntlet.app.serve;

import org.jspecify.annotations.NullMarked;
