/** Gradient boosting trained by XGBoost and scored by our own tree kernel. */
@NullMarked
package dev.gauntlet.adapters.xgboost;

import org.jspecify.annotations.NullMarked;
