using ZuperConnect.Smoke;

return await SmokeOptions.RunAsync(args, (options, cancellation) => options.Day
    ? new DayTest(options, Console.Out).RunAsync(cancellation) : new SmokeTest(options, Console.Out).RunAsync(cancellation));
