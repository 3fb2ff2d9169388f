using ZuperConnect.Smoke;

return await SmokeOptions.RunAsync(args, (options, cancellation) => new SmokeTest(options, Console.Out).RunAsync(cancellation));
