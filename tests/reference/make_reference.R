# Reference numbers for tests/reference, from R.
#
# Run in this folder:
#     Rscript make_reference.R > r_reference.json
#
# Needs Debian's r-base-core, r-cran-psych and r-cran-coin (irr is not in Debian 12, so
# Krippendorff's alpha is written out below from its pairwise definition). Every data set is in
# this script and is repeated in the output, so that the tests never retype a number.

suppressPackageStartupMessages({
  library(coin)
  library(psych)
})

# --- output: nested lists as JSON, 17 significant digits, NA as null -------------------------
to_json <- function(x, indent = "") {
  deeper <- paste0(indent, "  ")
  if (is.matrix(x)) x <- lapply(seq_len(nrow(x)), function(i) unname(x[i, ]))
  if (is.list(x)) {
    items <- vapply(x, to_json, "", indent = deeper)
    if (!is.null(names(x))) {
      items <- paste0('"', names(x), '": ', items)
      return(paste0("{\n", deeper, paste(items, collapse = paste0(",\n", deeper)),
                    "\n", indent, "}"))
    }
    return(paste0("[", paste(items, collapse = ", "), "]"))
  }
  if (is.character(x)) out <- paste0('"', x, '"')
  else if (is.logical(x) && !all(is.na(x))) out <- tolower(as.character(x))
  else out <- ifelse(is.na(x), "null", format(x, digits = 17, trim = TRUE, scientific = NA))
  out <- vapply(out, identity, "", USE.NAMES = FALSE)
  if (length(out) == 1 && !inherits(x, "AsIs")) out else paste0("[", paste(out, collapse = ", "), "]")
}
each <- function(x) lapply(x, identity)  # one number at a time keeps its own 17 digits

cases <- list()

# --- shares -------------------------------------------------------------------------------
wilson <- function(count, n, confidence) {
  # It warns that its test is rough for small n; only the interval is used.
  result <- suppressWarnings(prop.test(count, n, conf.level = confidence, correct = FALSE))
  list(count = count, n = n, confidence = confidence, value = unname(result$estimate),
       low = result$conf.int[1], high = result$conf.int[2])
}
cases$wilson <- list(
  wilson(0, 7, 0.95), wilson(7, 7, 0.95), wilson(3, 10, 0.95), wilson(1, 1, 0.95),
  wilson(41, 57, 0.90), wilson(250, 1000, 0.99)
)

# --- one ordinal question -----------------------------------------------------------------
odd <- c(4, 2, 3, 3, 5, 1, 3)
even <- c(2, 2, 3, 4, 5, 1, 3, 2)
cases$median <- list(
  list(codes = each(odd), median = median(odd), counts = each(as.vector(table(factor(odd, 1:6))))),
  list(codes = each(even), median = median(even),
       counts = each(as.vector(table(factor(even, 1:6)))))
)
draws <- c(0.31, -0.2, 0.05, 0.77, 0.4, 0.42, 0.9, -0.1, 0.33, 0.6, 0.12)
cases$quantile <- list(
  draws = each(draws),
  low = quantile(draws, 0.05, type = 7, names = FALSE),
  high = quantile(draws, 0.95, type = 7, names = FALSE)
)

# --- matched change -----------------------------------------------------------------------
paired <- function(before, after) {
  complete <- !is.na(before) & !is.na(after)
  difference <- (after - before)[complete]
  changed <- difference[difference != 0]
  ranks <- rank(abs(changed))
  better <- sum(ranks[changed > 0])
  worse <- sum(ranks[changed < 0])
  b <- before[complete]
  a <- after[complete]
  exact <- wilcoxsign_test(a ~ b, distribution = "exact", zero.method = "Wilcoxon")
  normal <- wilcoxsign_test(a ~ b, distribution = "asymptotic", zero.method = "Wilcoxon")
  list(
    before = each(before), after = each(after),
    n = sum(complete), n_dropped = sum(!complete),
    n_better = sum(difference > 0), n_same = sum(difference == 0), n_worse = sum(difference < 0),
    sign_test_p = binom.test(sum(changed > 0), length(changed))$p.value,
    signed_rank_p_exact = as.numeric(pvalue(exact)),
    signed_rank_p_normal = as.numeric(pvalue(normal)),
    rank_sum_better = better, rank_sum_worse = worse,
    rank_biserial = (better - worse) / (better + worse),
    median_difference = median(difference)
  )
}
cases$paired <- list(
  no_ties = paired(c(1.1, 2.0, 3.3, 2.5, 4.0, 1.7), c(1.4, 3.1, 3.0, 4.6, 4.8, 1.6)),
  ties_and_zeros = paired(
    c(2, 3, 3, 4, 2, 1, 5, 3, 2, 4, 3, 2, NA, 4),
    c(3, 3, 4, 4, 4, 2, 4, 5, 2, 5, 5, 4, 3, NA)
  ),
  twenty_five = paired(
    c(1, 2, 3, 4, 2, 1, 3, 3, 2, 4, 1, 2, 2, 3, 3, 4, 2, 1, 3, 2, 4, 3, 2, 1, 2, 3),
    c(2, 3, 3, 5, 4, 2, 2, 4, 4, 3, 3, 4, 3, 1, 4, 5, 3, 3, 4, 4, 2, 4, 5, 2, 3, 5)
  ),
  thirty_two = paired(
    c(1, 2, 3, 4, 2, 1, 3, 3, 2, 4, 1, 2, 2, 3, 3, 4, 2, 1, 3, 2, 4, 3, 2, 1, 2, 3, 5, 4, 3, 2, 1, 4),
    c(2, 3, 2, 5, 4, 2, 2, 4, 1, 3, 3, 4, 3, 1, 4, 5, 3, 3, 4, 4, 2, 2, 5, 2, 3, 5, 4, 2, 4, 1, 2, 3)
  )
)

# --- two independent groups ---------------------------------------------------------------
newcombe <- function(estimate, m, n, confidence) {
  z <- qnorm((1 + confidence) / 2)
  k <- (m + n) / 2 - 1
  outside <- function(t) {
    variance <- t * (1 - t) * (1 + k * ((1 - t) / (2 - t) + t / (1 + t))) / (m * n)
    (t - estimate)^2 - z^2 * variance
  }
  root <- function(from, to) uniroot(outside, c(from, to), tol = 1e-14, maxiter = 10000)$root
  list(
    low = if (estimate == 0) 0 else root(0, min(estimate, 1 - 1e-12)),
    high = if (estimate == 1) 1 else root(max(estimate, 1e-12), 1)
  )
}
groups <- function(first, second, confidence = 0.95) {
  x <- first[!is.na(first)]
  y <- second[!is.na(second)]
  wins <- mean(outer(y, x, ">")) + mean(outer(y, x, "==")) / 2
  interval <- newcombe(wins, length(x), length(y), confidence)
  answer <- c(x, y)
  group <- factor(rep(c("first", "second"), c(length(x), length(y))))
  without_ties <- !any(duplicated(answer))
  list(
    first = each(first), second = each(second), confidence = confidence,
    n_first = length(x), n_second = length(y),
    n_dropped_first = sum(is.na(first)), n_dropped_second = sum(is.na(second)),
    probability = wins, low = interval$low, high = interval$high,
    delta = mean(sign(outer(y, x, "-"))),
    p_exact = as.numeric(pvalue(wilcox_test(answer ~ group, distribution = "exact"))),
    p_normal = as.numeric(pvalue(wilcox_test(answer ~ group, distribution = "asymptotic"))),
    p_mann_whitney = if (without_ties) wilcox.test(x, y, exact = TRUE)$p.value else NA
  )
}
cases$independent <- list(
  no_ties = groups(c(1.2, 3.4, 2.2, 0.7, 4.1), c(2.9, 5.0, 3.9, 4.6, 1.8, 6.2)),
  ties = groups(c(1, 2, 2, 3, 4, 2, NA, 1), c(2, 3, 4, 4, 5, 3, 3, 2, 4, NA, NA), 0.90),
  separated = groups(c(1, 1, 2, 2), c(3, 4, 4, 3, 5)),
  reverse_separated = groups(c(5, 5, 4), c(1, 2, 2, 3)),
  large = groups(rep(c(1, 2, 3, 4, 5, 6), c(3, 9, 14, 17, 8, 2)),
                 rep(c(1, 2, 3, 4, 5, 6), c(2, 5, 10, 18, 14, 6)))
)

# --- reliability --------------------------------------------------------------------------
items <- matrix(c(
  4, 5, 4, 3, 4,
  3, 3, 4, 3, 3,
  5, 5, 5, 4, 6,
  2, 3, 2, 2, 1,
  4, 4, 3, 4, 4,
  3, 2, 3, 3, 2,
  6, 5, 6, 5, 5,
  1, 2, 2, 1, 3,
  4, 3, 5, 4, 4,
  5, 6, 4, 5, 5,
  2, 2, 3, 1, 2,
  3, 4, 4, 2, 3,
  4, 4, 4, 6, 3,
  5, 4, 6, 5, 6,
  2, 1, 2, 3, 2,
  4, NA, 4, 4, 4,
  3, 3, NA, 3, NA
), ncol = 5, byrow = TRUE)
complete <- items[complete.cases(items), ]
scale_alpha <- suppressWarnings(psych::alpha(as.data.frame(complete), check.keys = FALSE))
raw_alpha <- scale_alpha$total$raw_alpha
feldt <- alpha.ci(raw_alpha, n.obs = nrow(complete), n.var = ncol(complete), p.val = 0.05)
feldt_90 <- alpha.ci(raw_alpha, n.obs = nrow(complete), n.var = ncol(complete), p.val = 0.10)
cases$alpha <- list(
  matrix = items, n_respondents = nrow(complete), n_dropped = sum(!complete.cases(items)),
  n_items = ncol(items), value = raw_alpha,
  low = feldt$lower.ci, high = feldt$upper.ci,
  low_90 = feldt_90$lower.ci, high_90 = feldt_90$upper.ci,
  mean = each(scale_alpha$item.stats$mean), sd = each(scale_alpha$item.stats$sd),
  item_rest_correlation = each(scale_alpha$item.stats$r.drop),
  alpha_if_deleted = each(scale_alpha$alpha.drop$raw_alpha)
)

omega_from <- function(loadings, sds) {
  common <- sum(loadings * sds)^2
  common / (common + sum((1 - loadings^2) * sds^2))
}
one_factor <- function(items) {
  complete <- items[complete.cases(items), ]
  sds <- apply(complete, 2, sd)
  tight <- factanal(covmat = cor(complete), factors = 1, n.obs = nrow(complete),
                    control = list(opt = list(factr = 1e4)))
  by_factanal <- as.vector(tight$loadings)
  by_psych <- as.vector(fa(complete, nfactors = 1, fm = "ml", rotate = "none")$loadings)
  by_factanal <- by_factanal * sign(sum(by_factanal))
  by_psych <- by_psych * sign(sum(by_psych))
  list(
    matrix = items, n_respondents = nrow(complete), n_dropped = sum(!complete.cases(items)),
    n_items = ncol(items), standard_deviations = each(sds),
    loadings = each(by_factanal), value = omega_from(by_factanal, sds),
    loadings_psych = each(by_psych), value_psych = omega_from(by_psych, sds),
    smallest_uniqueness = min(tight$uniquenesses)
  )
}
uneven <- matrix(c(
  4, 5, 4, 3, 14,
  3, 3, 5, 3, 9,
  5, 5, 5, 4, 18,
  2, 3, 2, 2, 5,
  3, 5, 3, 5, 11,
  3, 2, 4, 3, 8,
  6, 4, 6, 5, 17,
  1, 3, 2, 1, 6,
  4, 3, 4, 5, 9,
  5, 6, 3, 5, 16,
  3, 2, 3, 1, 7,
  2, 4, 4, 3, 10,
  4, 4, 5, 6, 8,
  NA, 4, 3, 3, 9
), ncol = 5, byrow = TRUE)
cases$omega <- list(proper = one_factor(uneven), heywood = one_factor(items))

# --- agreement of judges ------------------------------------------------------------------
kripp_ordinal <- function(ratings, n_levels) {
  rated <- colSums(!is.na(ratings)) >= 2
  units <- lapply(which(rated), function(u) ratings[!is.na(ratings[, u]), u])
  pooled <- unlist(units)
  frequency <- tabulate(pooled, n_levels)
  distance <- function(a, b) {
    between <- sum(frequency[min(a, b):max(a, b)]) - (frequency[a] + frequency[b]) / 2
    if (a == b) 0 else between^2
  }
  pairs <- function(values) {
    total <- 0
    for (i in seq_along(values)) for (j in seq_along(values)) {
      if (i != j) total <- total + distance(values[i], values[j])
    }
    total
  }
  observed <- sum(vapply(units, function(v) pairs(v) / (length(v) - 1), 0)) / length(pooled)
  expected <- pairs(pooled) / (length(pooled) * (length(pooled) - 1))
  list(ratings = ratings, n_levels = n_levels, value = 1 - observed / expected,
       n_units = length(units), n_judges = nrow(ratings), n_ratings = length(pooled),
       n_units_dropped = sum(!rated))
}
# Krippendorff's own example (Content Analysis; Computing Krippendorff's alpha, 2011).
published <- rbind(
  c(1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA),
  c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3),
  c(NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA),
  c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA)
)
two_judges <- rbind(c(1, 2, 3, 4, 2, 3, 1, 2), c(1, 3, 3, 4, 2, 2, 2, 2))
cases$krippendorff <- list(
  published = kripp_ordinal(published, 5),
  two_judges_unused_level = kripp_ordinal(two_judges, 6)
)

kappas <- function(first, second, n_levels) {
  table <- table(factor(first, 1:n_levels), factor(second, 1:n_levels))
  steps <- abs(outer(1:n_levels, 1:n_levels, "-"))
  quadratic <- suppressWarnings(cohen.kappa(unclass(table) + 0))
  linear <- suppressWarnings(cohen.kappa(unclass(table) + 0, w = 1 - steps / (n_levels - 1)))
  list(first = each(first), second = each(second), n_levels = n_levels,
       n = sum(table), n_dropped = sum(is.na(first) | is.na(second)),
       quadratic = quadratic$weighted.kappa, linear = linear$weighted.kappa)
}
cases$kappa <- list(
  plain = kappas(c(1, 2, 3, 4, 2, 3, 1, 2, 4, 3), c(1, 3, 3, 4, 2, 2, 2, 2, 4, 4), 4),
  missing = kappas(c(1, 2, NA, 5, 2, 3, 1, 4), c(2, 2, 3, 4, NA, 3, 1, 5), 5)
)
all_pairs <- function(ratings) {
  judges <- combn(nrow(ratings), 2)
  steps <- unlist(lapply(seq_len(ncol(judges)), function(p) {
    abs(ratings[judges[1, p], ] - ratings[judges[2, p], ])
  }))
  steps <- steps[!is.na(steps)]
  list(ratings = ratings, value = mean(steps == 0), within_one = mean(steps <= 1),
       n_pairs = length(steps))
}
cases$percent_agreement <- all_pairs(published)

# --- people inside schools ----------------------------------------------------------------
balanced <- matrix(c(4, 5, 4, 3, 2, 3, 2, 3, 5, 6, 5, 5, 3, 3, 4, 2, 4, 4, 6, 5), ncol = 4,
                   byrow = TRUE)
icc <- ICC(balanced, lmer = FALSE)$results
mean_squares <- function(values, group) {
  fit <- anova(lm(values ~ factor(group)))
  list(between = fit[["Mean Sq"]][1], within = fit[["Mean Sq"]][2])
}
flat <- as.vector(t(balanced))
rows <- rep(seq_len(nrow(balanced)), each = ncol(balanced))
square <- mean_squares(flat, rows)
cases$icc_balanced <- list(
  values = each(flat), groups = each(rows), icc1 = icc$ICC[1], icc2 = icc$ICC[4],
  n = length(flat), n_groups = nrow(balanced), mean_group_size = ncol(balanced),
  adjusted_group_size = ncol(balanced),
  mean_square_between = square$between, mean_square_within = square$within
)
values <- c(3.2, 3.8, 4.1, 2.2, 2.9, 4.8, 5.1, 4.4, 4.9, 3.0, 3.1, 3.6, 3.3, 3.9)
group <- c("a", "a", "a", "b", "b", "c", "c", "c", "c", "d", "e", "e", "e", "e")
square <- mean_squares(values, group)
sizes <- as.vector(table(group))
size <- (length(values) - sum(sizes^2) / length(values)) / (length(sizes) - 1)
cases$icc_unequal <- list(
  values = each(values), groups = each(group),
  icc1 = (square$between - square$within) / (square$between + (size - 1) * square$within),
  icc2 = (square$between - square$within) / square$between,
  n = length(values), n_groups = length(sizes), mean_group_size = mean(sizes),
  adjusted_group_size = size,
  mean_square_between = square$between, mean_square_within = square$within
)
staff <- matrix(c(4, 4, 5, 4, 3, 4, 5, 4, 5, 4, 4, 4, NA, 3, 4), ncol = 3, byrow = TRUE)
kept <- staff[complete.cases(staff), ]
ratio <- mean(apply(kept, 2, var)) / ((5^2 - 1) / 12)
cases$rwg <- list(
  matrix = staff, n_levels = 5, n = nrow(kept), n_items = ncol(kept),
  n_dropped = sum(!complete.cases(staff)), mean_variance = mean(apply(kept, 2, var)),
  null_variance = (5^2 - 1) / 12,
  rwg_j = ncol(kept) * (1 - ratio) / (ncol(kept) * (1 - ratio) + ratio)
)

# --- several comparisons ------------------------------------------------------------------
p_values <- c(0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.039, 1)
cases$benjamini_hochberg <- list(raw = each(p_values), adjusted = each(p.adjust(p_values, "BH")))

made_by <- list(
  command = "Rscript make_reference.R > r_reference.json",
  date = format(Sys.Date(), "%d %B %Y"),
  R = R.version.string,
  psych = as.character(packageVersion("psych")),
  coin = as.character(packageVersion("coin"))
)
cat(to_json(list(made_by = made_by, cases = cases)), "\n", sep = "")
