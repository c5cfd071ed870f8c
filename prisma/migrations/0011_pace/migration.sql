-- In which hours and how fast a campaign is sent. Without any of it: at once, as fast as the server takes it.
ALTER TABLE "campaigns"
  ADD COLUMN "window_from" TEXT,
  ADD COLUMN "window_to" TEXT,
  ADD COLUMN "window_days" INTEGER[] NOT NULL DEFAULT ARRAY[1, 2, 3, 4, 5, 6, 7],
  ADD COLUMN "max_per_second" DOUBLE PRECISION,
  ADD COLUMN "spread_hours" INTEGER;
