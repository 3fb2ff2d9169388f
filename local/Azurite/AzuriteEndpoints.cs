using System.Text.RegularExpressions;

namespace ZuperConnect.Local.Azurite;

/// <summary>The addresses of an Azurite.</summary>
internal sealed partial record AzuriteEndpoints(Uri Blob, Uri Queue, Uri Table)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>The value of the environment variable AZURITE_ACCOUNTS for accounts with a common key.</summary>
    public static string AccountsVariable(IEnumerable<string> accounts, string key) =>
        string.Join(';', accounts.Select(account => $"{account}:{key}"));

    /// <summary>The endpoints in the log of an Azurite; null until all of them are announced.</summary>
    public static AzuriteEndpoints? In(string log)
    {
        var announced = Announcement().Matches(log)
            .ToDictionary(match => match.Groups["service"].Value, match => new Uri(match.Groups["address"].Value));
        return announced.Count == 3 ? new AzuriteEndpoints(announced["Blob"], announced["Queue"], announced["Table"]) : null;
    }

    public string ConnectionStringFor(string account, string key) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};" +
        $"BlobEndpoint={new Uri(Blob, account)};QueueEndpoint={new Uri(Queue, account)};TableEndpoint={new Uri(Table, account)};";

    /// <summary>Whether all of them respond. An Azurite that is stopping or stuck does not.</summary>
    public async Task<bool> AnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var endpoint in (Uri[])[Blob, Queue, Table])
            {
                using var response = await Http.GetAsync(endpoint, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    [GeneratedRegex(@"Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://\S+)\n")]
    private static partial Regex Announcement();
}
