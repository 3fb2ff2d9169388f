using ZuperConnect.Hosting;

namespace ZuperConnect.Recordings;

/// <summary>The recordings at the telephony provider, in parts. Some providers keep them for a day only.</summary>
public interface IRecordingSource : IProviderFiles;
