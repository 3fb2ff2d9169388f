// One subscription for each function, because Event Grid delays all deliveries to an endpoint that fails: a text that cannot be stored
// must not delay a call. Azure accepts a subscription only if its function exists.
param topicName string
param appId string
param deadLetterAccountId string
param deadLetterContainer string

// The functions are those of functions/Webhooks/EventGridFunctions.cs; a test compares them.
var routes = [
  { function: 'SmsReceived', event: 'Microsoft.Communication.SMSReceived' }
  { function: 'SmsDeliveryReportReceived', event: 'Microsoft.Communication.SMSDeliveryReportReceived' }
  { function: 'IncomingCall', event: 'Microsoft.Communication.IncomingCall' }
  { function: 'RecordingFileStatusUpdated', event: 'Microsoft.Communication.RecordingFileStatusUpdated' }
]

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

// A topic accepts one change at a time.
@batchSize(1)
resource eventSubscription 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [
  for route in routes: {
    parent: topic
    name: 'inbox-${route.function}'
    properties: {
      eventDeliverySchema: 'EventGridSchema'
      destination: {
        endpointType: 'AzureFunction'
        properties: {
          resourceId: '${appId}/functions/${route.function}'
          maxEventsPerBatch: 1
          preferredBatchSizeInKilobytes: 64
        }
      }
      filter: { includedEventTypes: [route.event] }
      // The maximum, for calls too: a call that can no longer be answered is still added as missed.
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
      deadLetterWithResourceIdentity: {
        identity: { type: 'SystemAssigned' }
        deadLetterDestination: {
          endpointType: 'StorageBlob'
          properties: {
            resourceId: deadLetterAccountId
            blobContainerName: deadLetterContainer
          }
        }
      }
    }
  }
]
