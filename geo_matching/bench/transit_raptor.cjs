// Asks raptor-journey-planner for the earliest arrivals at all stops: node FILE MODULES < question.
const path = require("node:path");

const peer = path.join(process.argv[2], "raptor-journey-planner", "dist", "src", "raptor");
const { RaptorAlgorithmFactory } = require(path.join(peer, "RaptorAlgorithmFactory.js"));

let text = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", () => {
  const question = JSON.parse(text);
  const service = { runsOn: () => true };
  const trips = question.trips.map(([stops, arrivals, departures, board, alight], k) => ({
    tripId: String(k),
    serviceId: "day",
    service,
    stopTimes: stops.map((stop, i) => ({
      stop: String(stop),
      arrivalTime: arrivals[i],
      departureTime: departures[i],
      pickUp: board[i],
      dropOff: alight[i],
    })),
  }));
  const transfers = {};
  const interchange = {};
  for (const [origin, destination, duration] of question.changes) {
    (transfers[origin] ??= []).push({
      origin: String(origin),
      destination: String(destination),
      duration,
      startTime: 0,
      endTime: Number.MAX_SAFE_INTEGER,
    });
  }
  for (let stop = 0; stop < question.stops; stop++) interchange[stop] = question.wait;
  const raptor = RaptorAlgorithmFactory.create(trips, transfers, interchange);
  const scan = (starts) => raptor.scan({ ...starts }, 20200107, 2);
  scan(question.starts[0]);
  const answers = question.starts.map((starts) => {
    const begun = performance.now();
    const best = scan(starts)[1];
    const seconds = (performance.now() - begun) / 1000;
    const arrivals = [];
    for (let stop = 0; stop < question.stops; stop++) {
      const at = best[stop];
      arrivals.push(at === undefined || at >= 2147483647 ? 2147483647 : at - question.wait);
    }
    return { seconds, arrivals };
  });
  process.stdout.write(JSON.stringify(answers));
});
