using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace ZuperConnect.Smoke;

/// <summary>Which inbox is tried, and how.</summary>
/// <param name="Address">Where it is, with a slash at the end.</param>
/// <param name="Token">A token of an admin of that inbox.</param>
/// <param name="PostsEvents">Whether customers' texts are posted as Event Grid posts them; without, nothing that needs one is
/// tried.</param>
/// <param name="EventKey">The key with which Event Grid posts; null where none is needed.</param>
/// <param name="Number">The number of the business that is texted; null: the first one.</param>
/// <param name="Customer">The customer's number; null: one of those that are nobody's.</param>
/// <param name="Send">Whether the customer is answered: a text that is paid for.</param>
/// <param name="Timeout">How long a step may take.</param>
public sealed partial record SmokeOptions(
    Uri Address, string Token, bool PostsEvents, string? EventKey, string? Number, string? Customer, bool Send, TimeSpan Timeout)
{
    /// <summary>The variable that has the token where <c>--token</c> is left out: other users of a machine can read its command
    /// lines.</summary>
    public const string TokenVariable = "SMOKE_TOKEN";

    /// <summary>The variable that has the key where <c>--event-key</c> is left out.</summary>
    public const string EventKeyVariable = "SMOKE_EVENT_KEY";

    /// <summary>Reads the command line, answers <c>--help</c> and says what is wrong; otherwise runs.</summary>
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
        var patience = new Option<int>("--patience") { Description = "Seconds that a step may take.", DefaultValueFactory = _ => 60 };
        CheckNumbers(number, customer);
        var command = new RootCommand("Plays the main path against an inbox, wherever it runs, and takes away what it made.") { address,
            token, eventKey, number, customer, send, patience };
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
        });
        command.SetAction((line, cancellation) =>
        {
            var (where, key) = (line.GetValue(address)!, Said(line.GetValue(eventKey)) ?? Variable(EventKeyVariable));
            return run(
                new(
                    where, Said(line.GetValue(token)) ?? Variable(TokenVariable)!, key is not null || where.IsLoopback, key,
                    line.GetValue(number), line.GetValue(customer), line.GetValue(send), TimeSpan.FromSeconds(line.GetValue(patience))),
                cancellation);
        });

        // Who stops it waits until what was made is taken away.
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
