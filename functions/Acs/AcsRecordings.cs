using Azure;
using Azure.Communication.CallAutomation;
using Microsoft.Extensions.Configuration;
using ZuperConnect.Hosting;
using ZuperConnect.Recordings;

namespace ZuperConnect.Functions.Acs;

/// <summary>
/// The recordings of Azure Communication Services. Requests carry the inbox's access token, so they are only sent to the hosts in the
/// setting <c>Acs:RecordingHosts</c>, whatever address an event contains.
/// </summary>
/// <param name="client">The client of the service.</param>
/// <param name="hosts">The hosts, with their subdomains.</param>
public sealed class AcsRecordings(CallAutomationClient client, IReadOnlyList<string> hosts) : IRecordingSource
{
    /// <summary>The setting with the hosts.</summary>
    public const string Setting = "Acs:RecordingHosts";

    /// <summary>The hosts on which the service keeps recordings (from Event Grid's page on its voice and video events).</summary>
    private const string DefaultHosts = "asm.skype.com";

    /// <summary>Creates it with the hosts in the settings.</summary>
    public static AcsRecordings Of(CallAutomationClient client, IConfiguration configuration) => new(client, Hosts(configuration));

    /// <summary>The hosts in the settings, separated by commas, or the default.</summary>
    public static IReadOnlyList<string> Hosts(IConfiguration configuration) =>
        (configuration[Setting] is { Length: > 0 } told ? told : DefaultHosts)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public async Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation)
    {
        Check(address);
        try
        {
            var opened = await client.GetCallRecording().DownloadStreamingAsync(address, cancellationToken: cancellation);
            var headers = opened.GetRawResponse().Headers;
            return new(opened.Value, headers.ContentLengthLong, headers.ContentType);
        }
        catch (RequestFailedException gone) when (gone.Status is 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(Uri address, CancellationToken cancellation)
    {
        Check(address);
        try
        {
            await client.GetCallRecording().DeleteAsync(address, cancellation);
        }
        catch (RequestFailedException gone) when (gone.Status is 404)
        {
            // Already deleted.
        }
    }

    private void Check(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttps || !hosts.Any(host => IsAt(address, host)))
        {
            throw new InvalidOperationException(
                $"A recording is said to be at {(address.IsAbsoluteUri ? address.GetLeftPart(UriPartial.Authority) : "no host")}, which "
                + $"is none of the hosts in {Setting}.");
        }
    }

    private static bool IsAt(Uri address, string host) =>
        address.IdnHost.Equals(host, StringComparison.OrdinalIgnoreCase)
            || address.IdnHost.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase);
}
