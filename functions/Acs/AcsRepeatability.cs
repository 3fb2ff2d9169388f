using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ZuperConnect.Functions.Acs;

/// <summary>
/// Makes a repeated request the same request for the service, even from another process: replaces the client's
/// <c>Repeatability-Request-ID</c> by one that is derived from the call and the intent (from the service's Call Automation REST reference).
/// The client sets its id before the pipeline starts and keeps it for its retries, so that replacing it once per call is enough.
/// </summary>
internal sealed class AcsRepeatability : HttpPipelineSynchronousPolicy
{
    private const string RequestId = "Repeatability-Request-ID";
    private const string FirstSent = "Repeatability-First-Sent";

    /// <summary>Applies to all requests until it is disposed.</summary>
    /// <param name="callId">The inbox's id of the call.</param>
    /// <param name="intent">The intent, unique in the call.</param>
    /// <param name="since">A time before the first request, always the same.</param>
    public static IDisposable Of(string callId, string intent, DateTimeOffset since) =>
        HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?>
        {
            [RequestId] = IdOf($"{callId}.{intent}").ToString(),
            [FirstSent] = since.ToString("R", CultureInfo.InvariantCulture),
        });

    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        var headers = message.Request.Headers;
        if (headers.Contains(RequestId) && message.TryGetProperty(RequestId, out var id)
            && message.TryGetProperty(FirstSent, out var since))
        {
            headers.SetValue(RequestId, (string)id!);
            headers.SetValue(FirstSent, (string)since!);
        }
    }

    /// <summary>A hash in the form of a UUID of version 4, which the service requires.</summary>
    private static Guid IdOf(string text)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
