using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ZuperConnect.Functions.Acs;

/// <summary>
/// Lets a request that is sent again, by another process too, be the same request to the service: the client makes a new
/// <c>Repeatability-Request-ID</c> for each, and this puts one in its place that is made of the call and of what is asked (the service's
/// Call Automation REST reference). The client writes its own before the pipeline begins, and its retries keep what stands there: once
/// per call is enough.
/// </summary>
internal sealed class AcsRepeatability : HttpPipelineSynchronousPolicy
{
    private const string RequestId = "Repeatability-Request-ID";
    private const string FirstSent = "Repeatability-First-Sent";

    /// <summary>All requests until this is disposed of are the same if call and intent are.</summary>
    /// <param name="callId">Our id of the call.</param>
    /// <param name="intent">What is asked for, at most once in a call.</param>
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

    /// <summary>A UUID of version 4, as the service asks for, though a hash.</summary>
    private static Guid IdOf(string text)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
