// The inbox's page: files that Azure serves at an address of its own. What they say about sign-in and the inbox is written when they are
// deployed (web/azure/configure.mjs).
param name string
param location string
param tags object

// The service is in these regions only; its files are served from all over the world.
var regions = ['centralus', 'eastasia', 'eastus2', 'westeurope', 'westus2']

resource page 'Microsoft.Web/staticSites@2024-04-01' = {
  name: name
  location: contains(regions, location) ? location : 'westeurope'
  tags: union(tags, { 'azd-service-name': 'web' })
  sku: { name: 'Free', tier: 'Free' }
  properties: {
    allowConfigFileUpdates: true
    stagingEnvironmentPolicy: 'Disabled'
  }
}

output address string = 'https://${page.properties.defaultHostname}'
