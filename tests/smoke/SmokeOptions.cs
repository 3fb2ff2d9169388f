using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace ZuperConnect.Smoke;

/// <summary>The options of the smoke test.</summary>
/// <param name="Address">The address of the inbox, with a slash at the end.</param>
/// <param name="Token">The token of an admin.</param>
/// <param name="PostsEvents">Whether to post customers' texts as Event Grid does. Without it, the steps that need one are skipped.</param>
/// <param name="EventKey">The key of Event Grid's requests; null if none is needed.</param>
/// <param name="Number">The number of the business that receives the text; null for the first one.</param>
/// <param name="Customer">The customer number; null for an unused one.</param>
/// <param name="Send">Whether to reply to the customer, which costs a text message.</param>
/// <param name="Timeout">The maximum duration of a step.</param>
public sealed partial record SmokeOptions(
    Uri Address, string Token, bool PostsEvents, string? EventKey, string? Number, string? Customer, bool Send, TimeSpan Timeout)
{
    /// <summary>Whether to play a day in the life of a business, in place of the main path.</summary>
    public bool Day { get; init; }

    /// <summary>The variable with the token if <c>--token</c> is not given: other users of the machine can read command lines.</summary>
    public const string TokenVariable = "SMOKE_TOKEN";

    /// <summary>The variable with the key if <c>--event-key</c> is not given.</summary>
    public const string EventKeyVariable = "SMOKE_EVENT_KEY";

    /// <summary>Parses the command line. Prints help or errors, or runs the test.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Func<SmokeOptions, CancellationToken, Task<int>> run)
    {
        var address = new Option<Uri>(
            "--address")
        { Description = "Where the inbox is: https://…", Required = true, CustomParser = ReadAddress };
        var token = new Option<string?>("--token") { Description = $"A token of an admin; left out, the variable {TokenVariable} has it." };
        var eventKey = new Option<string?>("--event-key")
        {
            Description = $"Event Grid's key; left out, the variable {EventKeyVariable} may have it. On this machine none is needed."
        };
        var number = new Option<string?>(
            "--number")
        { Description = "The number of the business that is texted, +1…; left out, the first one." };
        var customer = new Option<string?>(
            "--customer")
        { Description = "The customer's number, +1…, erased at the end; left out, a number that is nobody's." };
        var send = new Option<bool>(
            "--send")
        { Description = "Answer the customer: a text that leaves the inbox, to the phone of --customer, and is paid for." };
        var day = new Option<bool>("--day")
        {
            Description = "Play a day in the life of a business, with its evening and morning, in place of the main path. For a local host "
                + "of this machine that was started with --speed 1."
        };
        var patience = new Option<int>("--patience") { Description = "Seconds that a step may take.", DefaultValueFactory = _ => 60 };
        CheckNumbers(number, customer);
        var command = new RootCommand("Plays the main path against an inbox, wherever it runs, and takes away what it made.") { address,
            token, eventKey, number, customer, send, day, patience };
        command.Validators.Add(line =>
        {
            if (line.GetValue(token) is not { Length: > 0 } && Variable(TokenVariable) is null)
            {
                line.AddError($"Give --token, or set {TokenVariable}.");
            }

            if (line.GetValue(send) && line.GetValue(customer) is null && line.GetValue(address) is { IsLoopback: false })
            {
                line.AddError("--send texts a phone: say which with --customer.");
            }

            if (line.GetValue(day) && line.GetValue(address) is { IsLoopback: false })
            {
                line.AddError("--day is for a local host on this machine, with simulated phones and a clock that can run fast.");
            }
        });
        command.SetAction((line, cancellation) =>
        {
            var (where, key) = (line.GetValue(address)!, Said(line.GetValue(eventKey)) ?? Variable(EventKeyVariable));
            return run(
                new(
                    where, Said(line.GetValue(token)) ?? Variable(TokenVariable)!, key is not null || where.IsLoopback, key,
                    line.GetValue(number), line.GetValue(customer), line.GetValue(send), TimeSpan.FromSeconds(line.GetValue(patience)))
                {
                    Day = line.GetValue(day),
                },
                cancellation);
        });

        // Stopping waits until everything that was created is erased.
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static Uri? ReadAddress(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        if (Uri.TryCreate(text.TrimEnd('/') + '/', UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            return address;
        }

        given.AddError($"'{text}' is no address that a token may be sent to: https://…, or http://… on this machine.");
        return null;
    }

    private static void CheckNumbers(params IEnumerable<Option<string?>> numbers)
    {
        foreach (var option in numbers)
        {
            option.Validators.Add(given =>
            {
                if (given.Tokens.Count > 0 && !PhoneNumber().IsMatch(given.Tokens[0].Value))
                {
                    given.AddError($"'{given.Tokens[0].Value}' is no phone number such as +12065550199.");
                }
            });
        }
    }

    private static string? Variable(string name) => Said(Environment.GetEnvironmentVariable(name));

    private static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z")]
    private static partial Regex PhoneNumber();
}
